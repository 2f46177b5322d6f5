package solo.eventstore.audit;

import java.nio.file.Path;
import java.util.Optional;
import solo.core.verify.Finding;

/**
 * How the signing stands.
 *
 * @param heads the file
 * @param keys what has the public keys
 * @param written the last head of the file as this process wrote or found it; null before
 * @param finding what this start found amiss: a lost key, or no heads of a log that has events
 * @param trouble why no head can be signed now; empty where it can
 */
record SigningStatus(
    Path heads, Path keys, Heads.Tail written, Optional<Finding> finding, String trouble) {}
