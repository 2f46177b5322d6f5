package solo.eventstore.fsck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;

/**
 * The same examination as {@code ./solo fsck}, for those who make a data directory.
 *
 * @param findings the worst first
 * @param starts whether a container would start
 * @param state what the log says of the services, with what checkpoints know after a loss
 * @param afterGap whether events were lost, and no checkpoint has told since what services were
 */
public record DataCheck(
    List<Finding> findings, boolean starts, SystemState state, boolean afterGap) {

  /** Reads a data directory that nobody has open, and changes nothing. */
  public static DataCheck of(Path data, Path state, Consumer<String> progress) throws IOException {
    Request request = new Request(data, state, false, Optional.empty(), "", "");
    Examination examination = new Examination(request, progress);
    Examined examined = examination.run();
    return new DataCheck(
        examined.found().stream().map(Found::finding).toList(),
        examined.starts(),
        examination.state(),
        examination.afterGap());
  }
}
