package solo.capability.vault;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/solo.capability.vault.cfg}. */
@ObjectClassDefinition(
    name = "Solo vault",
    description = "Where the master key of the secrets comes from")
@interface VaultConfig {

  @AttributeDefinition(
      description =
          "Where a new vault's master key comes from: a key file, which the first secret makes where"
              + " it is missing, or a passphrase that vault-unseal asks for at each start;"
              + " file or passphrase, default file",
      options = {
        @Option(label = "a key file", value = "file"),
        @Option(label = "a passphrase", value = "passphrase")
      })
  String masterKey() default "file";

  @AttributeDefinition(
      description =
          "The key file: 32 bytes, mode 0400, of the user that runs Solo, and better not in the data"
              + " directory; a relative path is in the state directory; default vault.key")
  String keyFile() default "vault.key";

  @AttributeDefinition(
      description =
          "Iterations of PBKDF2-HMAC-SHA256 for a new passphrase; 600000 to 100000000, default"
              + " 600000",
      min = "600000",
      max = "100000000")
  int iterations() default Pbkdf2.LEAST_ITERATIONS;

  @AttributeDefinition(
      description = "How many versions of a secret are kept; 1 to 1000, default 10",
      min = "1",
      max = "1000")
  int versions() default 10;
}
