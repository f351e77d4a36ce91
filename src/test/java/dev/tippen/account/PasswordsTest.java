package dev.tippen.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.account.Passwords.Check;
import dev.tippen.account.Passwords.Cost;
import dev.tippen.account.Passwords.Hashing;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private final Passwords passwords = passwords(AccountsRig.CHEAP);

  private static Passwords passwords(Cost cost) {
    return new Passwords(cost, new SecureRandom(), Duration.ofMillis(50));
  }

  private static String hash(Passwords passwords, String password) {
    return assertInstanceOf(Hashing.Hashed.class, passwords.hash(password)).phc();
  }

  @Test
  void rightPasswordMatchesAndWrongOneDiffers() {
    String phc = hash(passwords, "correct horse");
    assertEquals(Check.MATCHES, passwords.check("correct horse", phc));
    assertEquals(Check.DIFFERS, passwords.check("correct horsf", phc));
    assertEquals(Check.DIFFERS, passwords.check("", phc));
  }

  @Test
  void agreesWithTheReferenceImplementation() {
    // Test vector of github.com/P-H-C/phc-winner-argon2, src/test.c, argon2id version 19.
    assertEquals(
        Check.MATCHES_AT_OTHER_COST,
        passwords.check(
            "password",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
  }

  @Test
  void storedTextNamesAlgorithmAndCost() {
    assertTrue(hash(passwords, "x").startsWith("$argon2id$v=19$m=64,t=1,p=1$"));
    assertEquals(new Cost(65536, 3, 1), Cost.PRODUCTION);
    assertTrue(passwords(Cost.PRODUCTION).dummy().startsWith("$argon2id$v=19$m=65536,t=3,p=1$"));
  }

  @Test
  void equalPasswordsHaveDifferentHashes() {
    assertNotEquals(hash(passwords, "same"), hash(passwords, "same"));
  }

  @Test
  void otherCostIsTold() {
    String old = hash(passwords(new Cost(32, 2, 1)), "correct horse");
    assertEquals(Check.MATCHES_AT_OTHER_COST, passwords.check("correct horse", old));
    assertEquals(Check.DIFFERS, passwords.check("wrong", old));
  }

  @Test
  void bothSpellingsOfAnAccentedLetterMatch() {
    assertEquals(Check.MATCHES, passwords.check("cafe\u0301", hash(passwords, "caf\u00e9")));
  }

  @Test
  void dummyMatchesNothingAndCostsOneHash() {
    long before = passwords.workKib();
    assertEquals(Check.DIFFERS, passwords.check("", passwords.dummy()));
    assertEquals(before + 64, passwords.workKib());
  }

  @Test
  void thirdAtOnceIsToldToComeBack() {
    String phc = hash(passwords, "x");
    long before = passwords.workKib();
    assertTrue(passwords.enter());
    assertTrue(passwords.enter());
    assertFalse(passwords.enter());
    assertInstanceOf(Hashing.Busy.class, passwords.hash("x"));
    assertEquals(Check.BUSY, passwords.check("x", phc));
    assertEquals(before, passwords.workKib());
    passwords.leave();
    assertEquals(Check.MATCHES, passwords.check("x", phc));
    passwords.leave();
  }

  @Test
  void placesAreGivenBack() throws Exception {
    Passwords patient = new Passwords(AccountsRig.CHEAP, new SecureRandom(), Duration.ofMinutes(1));
    String phc = hash(patient, "x");
    List<Callable<Check>> checks = new ArrayList<>();
    for (int i = 0; i < 50; i++) checks.add(() -> patient.check("x", phc));
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var check : threads.invokeAll(checks)) assertEquals(Check.MATCHES, check.get());
    }
    assertEquals(51 * 64, patient.workKib());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
        "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$short"
      })
  void foreignHashIsAFaultNotAMismatch(String phc) {
    assertThrows(IllegalStateException.class, () -> passwords.check("x", phc));
  }

  @Test
  void costIsBounded() {
    assertThrows(IllegalArgumentException.class, () -> new Cost(7, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Cost(2 * 1024 * 1024, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Cost(64, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Cost(64, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Cost(64, 101, 1));
  }
}
