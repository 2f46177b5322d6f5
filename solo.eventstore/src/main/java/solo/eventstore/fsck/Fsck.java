package solo.eventstore.fsck;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import solo.core.capability.Caller;
import solo.core.lifecycle.ExitCode;
import solo.core.tenant.Printable;
import solo.eventstore.journal.Gap;
import solo.eventstore.journal.NewerFormatException;

/** The entry of {@code ./solo fsck}, which the launcher calls by its name. */
public final class Fsck {
  private static final int FAILED = 1;

  private final Request request;
  private final PrintStream out;
  private final PrintStream err;
  private final Consumer<String> progress;

  private Fsck(Request request, PrintStream out, PrintStream err, Consumer<String> progress) {
    this.request = request;
    this.out = out;
    this.err = err;
    this.progress = progress;
  }

  /**
   * Checks a data directory, whose lock the caller holds, and prints what it finds.
   *
   * @param words {@code data} and {@code state}, absolute; {@code user}; {@code json}, {@code
   *     accept-loss} and {@code reason} where they were given
   * @param progress told in words how far it is
   * @return the exit status
   */
  public static int run(
      Map<String, String> words, PrintStream out, PrintStream err, Consumer<String> progress) {
    try {
      return new Fsck(Request.of(words), out, err, progress).run();
    } catch (NewerFormatException e) {
      err.println("solo: " + Printable.escape(e.getMessage()));
      return ExitCode.BAD_CONFIGURATION.status();
    } catch (IOException | RuntimeException e) {
      err.println("solo: the data directory cannot be read: " + Printable.escape(e.toString()));
      return ExitCode.IO_FAILURE.status();
    }
  }

  private int run() throws IOException {
    Examined examined = examine();
    if (request.accept().isEmpty()) {
      print(examined);
      return examined.exitStatus();
    }
    long id = request.accept().get();
    if (examined.losses().isEmpty()) {
      return refuse("there is no loss to accept" + insteadDo(examined));
    }
    Gap gap = examined.losses().get(0).gap();
    if (gap.firstLost() != id) {
      return refuse(
          "the first lost event is %d, not %d: './solo fsck' tells what is lost"
              .formatted(gap.firstLost(), id));
    }
    accept(examined, gap);
    Examined after = examine();
    print(after);
    return after.losses().isEmpty() && after.starts() ? ExitCode.OK.status() : after.exitStatus();
  }

  private Examined examine() throws IOException {
    return new Examination(request, progress).run();
  }

  private void print(Examined examined) {
    if (request.json()) {
      Rendering.json(request, examined, out);
    } else {
      Rendering.text(request, examined, out);
    }
  }

  private void accept(Examined examined, Gap gap) throws IOException {
    Gap.Acceptance acceptance =
        new Gap.Acceptance(
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            Caller.owner(request.user()).actor(),
            request.reason(),
            examined.losses().get(0).problem().getMessage());
    new Examination(request, progress).journalCheck().accept(gap, acceptance);
    if (!request.json()) {
      tell(examined, gap);
    }
  }

  private void tell(Examined examined, Gap gap) {
    out.println("accepted: " + gap.what() + ", " + gap.where());
    out.println("goes on:  with event " + gap.next());
    out.println(
        examined.checkpoint() > gap.lastLost()
            ? "services: the checkpoint of event %d, taken later, knows what they were then"
                .formatted(examined.checkpoint())
            : "services: what the lost events did to them is not known; after the start, compare"
                + " 'services' with what you expect, and deploy what is missing");
    out.println();
  }

  private int refuse(String why) {
    err.println("solo: " + Printable.escape(why) + "; nothing was changed");
    return FAILED;
  }

  private static String insteadDo(Examined examined) {
    return examined.found().stream()
        .filter(Found::isError)
        .findFirst()
        .map(f -> ", but this: " + f.finding().detail() + "; " + f.finding().fix())
        .orElse(": the log is whole");
  }
}
