package solo.capability.vault;

import solo.capability.projection.KernelBoot;
import solo.core.disk.Disk;

/**
 * What the vault's files are on.
 *
 * @param kernelBoot the kernel's boot id, empty where it is not known
 */
record Medium(Disk disk, Custody custody, String kernelBoot) {

  /** The file system. */
  static Medium real() {
    return new Medium(Disk.real(), Custody.OF_OWNER, KernelBoot.id());
  }
}
