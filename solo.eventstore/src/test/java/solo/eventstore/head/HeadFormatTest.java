package solo.eventstore.head;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.Test;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;

public class HeadFormatTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Mark MARK =
      new Mark(UUID.fromString("6f1d9a52-3c0e-4b8a-9d57-0a1b2c3d4e5f"), 100, "0a".repeat(32));
  private static final Mark NOW =
      new Mark(UUID.fromString("11111111-2222-4333-8444-555555555555"), 7, "ff".repeat(32));
  private static final Known PARTED =
      new Known(MARK, AT, Optional.of(new Known.Parted(Kind.HEAD_AHEAD, 81, NOW)));

  @Test
  public void filesOfFormat1AreReadAndWrittenAsEver() throws Exception {
    for (String name : List.of("head-1.txt", "head-1-parted.txt")) {
      byte[] golden = golden(name);
      Known expected = name.contains("parted") ? PARTED : Known.following(MARK, AT);
      assertEquals(expected, HeadFormat.decode(golden));
      assertArrayEquals(golden, HeadFormat.encode(expected));
    }
  }

  @Test
  public void theDocumentShowsIt() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "formats", "head.md"));
    String shown = new String(golden("head-1-parted.txt"), StandardCharsets.US_ASCII);
    assertTrue(document.contains(shown));
  }

  @Test
  public void anyFlippedBitAndAnyCutIsNoticed() {
    byte[] whole = HeadFormat.encode(PARTED);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows("bit " + bit, BrokenHeadException.class, () -> HeadFormat.decode(flipped));
    }
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows("cut at " + length, BrokenHeadException.class, () -> HeadFormat.decode(cut));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(BrokenHeadException.class, () -> HeadFormat.decode(longer));
  }

  @Test
  public void aNewerFormatIsToldFromABrokenOne() {
    byte[] newer = "solo-head 2\nanything\n".getBytes(StandardCharsets.US_ASCII);
    BrokenHeadException told =
        assertThrows(BrokenHeadException.class, () -> HeadFormat.decode(newer));
    assertTrue(told.isNewer());
    assertEquals("its format is 2, not 1", told.getMessage());
    byte[] flipped = HeadFormat.encode(PARTED);
    flipped[30] ^= 1;
    assertFalse(
        assertThrows(BrokenHeadException.class, () -> HeadFormat.decode(flipped)).isNewer());
    byte[] otherWord = "solo-head x\n".getBytes(StandardCharsets.US_ASCII);
    assertFalse(
        assertThrows(BrokenHeadException.class, () -> HeadFormat.decode(otherWord)).isNewer());
  }

  @Test
  public void itFitsIntoWhatIsRead() {
    Mark largest = new Mark(MARK.instance(), Long.MAX_VALUE, MARK.link());
    Known known =
        new Known(
            largest,
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Optional.of(new Known.Parted(Kind.HEAD_FOREIGN, Long.MAX_VALUE, largest)));
    assertTrue(HeadFormat.encode(known).length < HeadFormat.MOST);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = HeadFormatTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
