package solo.eventstore.audit;

import java.nio.file.Path;
import java.util.List;
import solo.core.verify.Finding;

/**
 * How the signing stands.
 *
 * @param heads the file
 * @param keys what has the public keys
 * @param written the last line of the file as this process wrote or found it; null before
 * @param findings what is amiss: a lost key, heads that are gone, a base that nothing stands for
 * @param trouble why no head can be signed now; empty where it can
 */
record SigningStatus(
    Path heads, Path keys, Heads.Tail written, List<Finding> findings, String trouble) {}
