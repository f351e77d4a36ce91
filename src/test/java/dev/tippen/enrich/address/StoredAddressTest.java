package dev.tippen.enrich.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tippen.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredAddressTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, PREFIX, 203.0.113.0",
    "::ffff:203.0.113.77, PREFIX, 203.0.113.0",
    "2001:db8:1:2:3:4:5:6, PREFIX, 2001:db8:1::",
    "2002:cb00:714d::1, PREFIX, 2002:cb00:7100::",
    "203.0.113.77, FULL, 203.0.113.77",
    "2001:DB8:1:2:3:4:5:6, FULL, 2001:db8:1:2:3:4:5:6",
    "203.0.113.77, NONE,",
    "2001:db8:1:2:3:4:5:6, NONE,"
  })
  void whatIsStoredIsWhatTheSettingSays(String address, Config.StoredAddress kept, String stored) {
    assertEquals(stored, StoredAddress.of(IpAddress.parse(address), kept));
  }

  @Test
  void ofNoAddressNothingIsStored() {
    for (Config.StoredAddress kept : Config.StoredAddress.values()) {
      assertNull(StoredAddress.of(null, kept));
    }
  }
}
