package solo.core.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The bytes of bundles, kept by the SHA-256 of their content in {@code data/artifacts}. Safe for
 * use by many threads. A kept artifact is never changed.
 */
@ProviderType
public interface Artifacts {

  /**
   * What was kept.
   *
   * @param digest SHA-256, 64 lower-case hex digits
   * @param size bytes
   * @param fresh whether these bytes, undamaged, were not there before
   */
  record Kept(String digest, long size, boolean fresh) {}

  /**
   * One look for what nothing names any more. What is held when it begins, and what is kept from
   * then on, is not its own. For one thread; closing it twice is fine.
   */
  interface Sweep extends AutoCloseable {

    /** The bytes of each file that was there when it began and that nobody held, by digest. */
    SortedMap<String, Long> files();

    /**
     * Removes one of them; false where it was kept anew since, or is gone. Durable after {@link
     * #force}.
     */
    boolean remove(String digest) throws IOException;

    /** Makes the removals durable. */
    void force() throws IOException;

    @Override
    void close();
  }

  /**
   * Copies the bytes and returns once they are durable under their digest: temporary file, force,
   * rename, force the directory. Bytes that are there already are compared, not written again; a
   * damaged copy is replaced. From then on they are held, so that no sweep takes them, until {@link
   * #release} is called once for each call of this.
   *
   * @throws IOException when reading or writing fails; nothing is left behind
   */
  Kept keep(InputStream bytes) throws IOException;

  /**
   * Lets go of what was kept: an event names it that is durable, or nothing is to.
   *
   * @throws IllegalStateException when it was not kept as often as it is let go
   */
  void release(String digest);

  /** Begins a look for what nothing names. */
  Sweep sweep() throws IOException;

  /** Where the artifact lies, whether it is there or not. */
  Path path(String digest);

  /**
   * Reads the artifact and compares it with its name.
   *
   * @throws java.nio.file.NoSuchFileException when it is missing
   * @throws IOException when it cannot be read, or its bytes have another digest; the message says
   *     both digests
   */
  void verify(String digest) throws IOException;

  /** The digests of all that is kept, sorted; damaged ones too. */
  List<String> digests() throws IOException;

  /** Removes one that nothing names any more; one that is not there is fine. */
  void remove(String digest) throws IOException;
}
