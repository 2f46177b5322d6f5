package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import solo.core.event.Payload;
import solo.eventstore.journal.Removal;

/** The log's segments but the last, ready to go. */
record Shortened(Removal removal, Removal.Prepared prepared) {

  /** With events that are kept. */
  static Shortened of(AuditWorld.OpenedLog log, long... kept) throws IOException {
    Removal removal = log.journal().removal();
    List<Removal.Full> full = removal.full();
    long through = full.get(full.size() - 1).lastId();
    return new Shortened(removal, removal.prepare(through, kept));
  }

  /** Makes archives of what goes. */
  void archive(Path directory) throws IOException {
    for (Removal.Full one : removal.full()) {
      removal.archive(one, directory);
    }
  }

  Payload.RetentionApplied told() {
    return told(HexFormat.of().formatHex(prepared.link()), prepared.sha256(), "archive");
  }

  Payload.RetentionApplied told(String link, String sha256, String action) {
    return new Payload.RetentionApplied(
        prepared.through(), link, sha256, prepared.kept(), action, 1, 1);
  }

  void commit() throws IOException {
    removal.commit(prepared);
    removal.removeFiles();
  }
}
