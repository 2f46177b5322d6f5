package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Whose a key file must be, and who else may use it. */
@FunctionalInterface
interface Custody {
  /** Of the file system: a regular file of the directory's owner, whom alone it serves. */
  Custody OF_OWNER = Custody::ofOwner;

  /**
   * Looks at a key file.
   *
   * @param theirs what has the owner whose it must be
   * @return the owner's name
   * @throws IOException when it may not be used, with the reason and what to do
   */
  String owner(Path file, Path theirs) throws IOException;

  private static String ofOwner(Path file, Path theirs) throws IOException {
    PosixFileAttributes found;
    UserPrincipal owner;
    try {
      owner = Files.getOwner(theirs);
      found = Files.readAttributes(file, PosixFileAttributes.class);
    } catch (IOException e) {
      throw new IOException("the key file %s cannot be looked at: %s".formatted(file, e));
    }
    String wrong = wrong(found, owner);
    if (!wrong.isEmpty()) {
      throw new IOException("the key file %s %s".formatted(file, wrong));
    }
    return owner.getName();
  }

  private static String wrong(PosixFileAttributes found, UserPrincipal owner) {
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rwx------");
    if (!found.isRegularFile()) {
      return "is no regular file";
    } else if (found.size() != AesKey.BYTES) {
      return "has %d bytes and must have 32".formatted(found.size());
    } else if (!found.owner().equals(owner)) {
      return "is of user %s and must be of %s".formatted(found.owner(), owner.getName());
    } else if (!owners.containsAll(found.permissions())) {
      return "can be used by others (%s): chmod 400"
          .formatted(PosixFilePermissions.toString(found.permissions()));
    }
    return "";
  }
}
