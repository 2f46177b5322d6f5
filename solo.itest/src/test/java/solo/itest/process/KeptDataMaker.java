package solo.itest.process;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * Makes what {@link KeptDataIT} reads, by hand, for a version whose formats are new: see {@code
 * docs/testing.md}. It lives a short life in which every file is written that Solo writes.
 */
public class KeptDataMaker {
  static final String SECRET = "a kept secret, not worth stealing";

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void makeIt() throws IOException {
    home.configure("solo.eventstore", "segmentSizeBytes", 65536);
    home.configure("solo.capability", "maxTtlSeconds", 3_153_600_000L);
    home.configure("solo.capability", "maxRenewableSeconds", 3_153_600_000L);
    SoloProcess first = home.start();
    long lost = live(first);
    first.kill9();
    lose(lost);

    home.configure("solo.eventstore.retention", "maxBytes", 200_000);
    home.configure("solo.eventstore.retention", "intervalMs", 500);
    SoloProcess second = home.start();
    JsonObject expected = goOn(second);
    second.sigterm();
    Path made = Path.of(System.getProperty("solo.itest.kept", "target/kept"));
    Files.createDirectories(made);
    KeptData.zip(home, made.resolve("data-1.zip"));
    Files.copy(home.scratch().resolve("backup-1.zip"), made.resolve("backup-1.zip"));
    Files.writeString(made.resolve("data-1.json"), expected + "\n");
  }

  /** The event that is to be lost. */
  private long live(SoloProcess process) throws IOException {
    process.deploy("acme/r", Bundles.recorder(home.scratch(), "r", "1.0.0"));
    process.deploy("acme/r", Bundles.recorder(home.scratch(), "r", "2.0.0"));
    process.deploy("acme/gone", Bundles.recorder(home.scratch(), "gone", "1.0.0"));
    process.kill("acme/gone");
    process.tryDeploy("acme/bad", Bundles.named("missing.imports")).expect(1);
    home.drop(Bundles.named("greeter"), "greeter.jar");
    process.await("default/greeter", "ACTIVE");
    process.pipe(SECRET.getBytes(), "secret-put acme/db.password").expect(0);
    process.pipe(SECRET.getBytes(), "secret-put acme/old").expect(0);
    process.does("secret-delete acme/old");
    process.does("limits --rate 1000 --burst 2000 acme");
    process.does("checkpoint --reason first");
    process.does("grant --note lost acme read");
    return process.events("capability_granted").get(0).get("id").getAsLong();
  }

  /** A bit of the grant turns, and an operator gives it up. */
  private void lose(long id) throws IOException {
    Path segment = Damage.segments(home).get(0);
    String text = Files.readString(segment, java.nio.charset.StandardCharsets.ISO_8859_1);
    Damage.flip(segment, text.indexOf("\"note\":\"lost\""));
    home.client("fsck", "--accept-loss", Long.toString(id), "--reason", "kept").expect(0);
  }

  private JsonObject goOn(SoloProcess process) {
    JsonObject granted =
        process
            .does("grant --json --ttl 36500d --note kept acme read,kill")
            .json()
            .getAsJsonObject();
    String accessor = granted.get("accessor").getAsString();
    process.does("delegate --json --ttl 36500d --note kept " + accessor + " read");
    String revoked =
        process
            .does("grant --json --note ended acme read")
            .json()
            .getAsJsonObject()
            .get("accessor")
            .getAsString();
    process.does("revoke " + revoked);
    for (int i = 0; i < 80; i++) {
      process.does("checkpoint --reason '" + "so that there are some segments ".repeat(120) + "'");
    }
    Await.until("old segments to go", () -> !process.events("retention_applied").isEmpty());
    process.does("backup " + home.scratch().resolve("backup-1.zip"));
    JsonObject expected = new JsonObject();
    expected.addProperty("token", granted.get("token").getAsString());
    JsonObject states = new JsonObject();
    process.states().forEach(states::addProperty);
    expected.add("states", states);
    return expected;
  }
}
