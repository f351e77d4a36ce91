package dev.tippen.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords with Argon2id (RFC 9106) and keeps them as PHC strings, which name their own
/// cost. One hash takes about 170 ms and 64 MiB, so at most [#AT_ONCE_MAX] run at once; who waits
/// longer than the given time gets a busy result instead of a place in an endless queue. Safe for
/// all threads; calls block, so never call them on an event loop.
///
/// Passwords are compared after Unicode normalization NFKC (NIST SP 800-63B, 5.1.1.2), because
/// keyboards write the same accented letter in two ways.
public final class Passwords {
  /// Hashes at the same time; times [Cost#memoryKib] is the most memory that signing in takes.
  public static final int AT_ONCE_MAX = 2;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /// What one hash costs.
  ///
  /// @param memoryKib KiB, 8 per lane up to 1 GiB
  /// @param iterations passes over the memory, 1 to 100
  /// @param parallelism lanes, 1 to 16
  public record Cost(int memoryKib, int iterations, int parallelism) {
    /// 64 MiB, three passes: well over OWASP ASVS 5.0, appendix C (12 MiB at three passes).
    public static final Cost PRODUCTION = new Cost(64 * 1024, 3, 1);

    private static final int MEMORY_MAX_KIB = 1024 * 1024;

    public Cost {
      if (parallelism < 1
          || parallelism > 16
          || iterations < 1
          || iterations > 100
          || memoryKib < 8 * parallelism
          || memoryKib > MEMORY_MAX_KIB) {
        throw new IllegalArgumentException(
            "Argon2 cost out of range: m=%d,t=%d,p=%d"
                .formatted(memoryKib, iterations, parallelism));
      }
    }
  }

  /// What became of [#hash].
  public sealed interface Hashing {
    /// @param phc at most 256 characters
    record Hashed(String phc) implements Hashing {}

    /// Too many at once; try again in a second.
    record Busy() implements Hashing {}
  }

  /// What became of [#check].
  public enum Check {
    MATCHES,
    /// The password is right and its hash has another cost than today's: hash it again.
    MATCHES_AT_OTHER_COST,
    DIFFERS,
    /// Too many at once; nothing was compared. Try again in a second.
    BUSY
  }

  private final Cost cost;
  private final SecureRandom random;
  private final long waitMaxMs;
  private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);
  private final AtomicLong workKib = new AtomicLong();
  private final String dummy;

  /// @param waitMax how long a caller waits for a place
  public Passwords(Cost cost, SecureRandom random, Duration waitMax) {
    this.cost = cost;
    this.random = random;
    waitMaxMs = waitMax.toMillis();
    dummy = phc(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  /// A hash with today's cost that no password matches. Checking against it takes as long as
  /// checking a real one, so the time of the answer does not tell which users exist.
  String dummy() {
    return dummy;
  }

  public Hashing hash(String password) {
    if (!enter()) return new Hashing.Busy();
    try {
      byte[] salt = randomBytes(SALT_BYTES);
      return new Hashing.Hashed(phc(cost, salt, compute(cost, salt, HASH_BYTES, password)));
    } finally {
      leave();
    }
  }

  /// @param phc a stored hash
  /// @throws IllegalStateException if the stored text is no Argon2id hash: the database was changed
  public Check check(String password, String phc) {
    Matcher m = PHC.matcher(phc);
    if (!m.matches()) throw new IllegalStateException("a stored password hash is not argon2id");
    Cost stored =
        new Cost(
            Integer.parseInt(m.group(1)),
            Integer.parseInt(m.group(2)),
            Integer.parseInt(m.group(3)));
    byte[] salt = Base64.getDecoder().decode(m.group(4));
    byte[] expected = Base64.getDecoder().decode(m.group(5));
    if (!enter()) return Check.BUSY;
    try {
      byte[] given = compute(stored, salt, expected.length, password);
      if (!MessageDigest.isEqual(expected, given)) return Check.DIFFERS;
      return stored.equals(cost) ? Check.MATCHES : Check.MATCHES_AT_OTHER_COST;
    } finally {
      leave();
    }
  }

  /// Memory passed over by all hashes since the start, in KiB times passes: what an answer costs.
  long workKib() {
    return workKib.get();
  }

  /// Takes a place; give it back by [#leave].
  boolean enter() {
    try {
      return places.tryAcquire(waitMaxMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void leave() {
    places.release();
  }

  private byte[] compute(Cost cost, byte[] salt, int bytes, String password) {
    workKib.addAndGet((long) cost.memoryKib() * cost.iterations());
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.iterations())
            .withParallelism(cost.parallelism())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    String normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
    argon2.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String phc(Cost cost, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.iterations(),
            cost.parallelism(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }
}
