package dev.tippen.identify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How networks are called in the database. A network that can hold many people (/24 or wider, IPv6
/// /48 or wider) is written as it is; a smaller one, which may be one visitor, by a keyed hash
/// (HMAC-SHA256, RFC 2104), so that the database holds no visitor's address. The key lies in a file
/// beside the database. Safe for all threads.
public final class PrefixNames {
  public static final String FILE_NAME = "lookup.key";

  private static final int KEY_BYTES = 32;
  private static final int NAME_BYTES = 16;
  private static final int IPV4_READABLE_BITS = 24;
  private static final int IPV6_READABLE_BITS = 48;

  /// With the key in it; each use takes a copy, which is cheaper than making one.
  private final Mac keyed;

  PrefixNames(byte[] key) {
    try {
      keyed = Mac.getInstance("HmacSHA256");
      keyed.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /// Where nobody is asked, so that nothing is ever stored.
  public static PrefixNames unused() {
    return new PrefixNames(new byte[KEY_BYTES]);
  }

  /// With the key of a data folder; made there if it is missing, readable by its owner only.
  /// Another key forgets all stored answers, no more.
  ///
  /// @throws IOException if the file can't be used
  public static PrefixNames of(Path folder, SecureRandom random) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      byte[] made = new byte[KEY_BYTES];
      random.nextBytes(made);
      Path fresh = Files.createTempFile(folder, FILE_NAME, ".new");
      if (Files.getFileAttributeView(fresh, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      }
      Files.write(fresh, made, StandardOpenOption.SYNC);
      try {
        // Two processes that start at once: the first link stays.
        Files.createLink(file, fresh);
      } catch (java.nio.file.FileAlreadyExistsException _) {
        // the other one was first
      } catch (UnsupportedOperationException _) {
        Files.move(fresh, file);
      }
      Files.deleteIfExists(fresh);
    }
    byte[] read = Files.readAllBytes(file);
    if (read.length != KEY_BYTES) {
      throw new IOException(file + " is damaged; delete it to start with an empty look-up cache");
    }
    return new PrefixNames(read);
  }

  /// The names under which answers about an address may stand: its own unit, and each network of a
  /// readable length around it.
  public java.util.List<String> around(java.net.InetAddress address) {
    Prefix unit = Prefix.of(address);
    java.util.List<String> names = new java.util.ArrayList<>();
    int widest = unit.ipv6() ? Prefix.IPV6_WIDEST : Prefix.IPV4_WIDEST;
    for (int length = unit.length(); length >= widest; length--) {
      names.add(of(unit.widened(length)));
    }
    return names;
  }

  String of(Prefix prefix) {
    String text = prefix.text();
    int readable = prefix.ipv6() ? IPV6_READABLE_BITS : IPV4_READABLE_BITS;
    if (prefix.length() <= readable) return text;
    byte[] hash = mac().doFinal(text.getBytes(StandardCharsets.US_ASCII));
    return "#"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, NAME_BYTES));
  }

  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA256 can be copied", e);
    }
  }
}
