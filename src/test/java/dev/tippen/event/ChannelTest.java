package dev.tippen.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Numbers and spellings that are written to disk and must never change.
class ChannelTest {
  @Test
  void theOrderOfChannelsIsPartOfTheStorageFormat() {
    assertEquals(
        List.of(
            "internal",
            "cross_network",
            "paid_shopping",
            "paid_search",
            "paid_social",
            "paid_video",
            "display",
            "paid_other",
            "email",
            "affiliates",
            "audio",
            "sms",
            "push",
            "ai_assistant",
            "organic_shopping",
            "organic_social",
            "organic_video",
            "organic_search",
            "referral",
            "direct"),
        Arrays.stream(Channel.values()).map(Channel::text).toList());
  }

  @Test
  void theOrderOfDeviceClassesIsPartOfTheStorageFormat() {
    assertEquals(
        List.of("unknown", "desktop", "phone", "tablet", "tv", "console"),
        Arrays.stream(DeviceClass.values()).map(DeviceClass::text).toList());
  }

  @Test
  void aChannelIsFoundByItsText() {
    for (Channel channel : Channel.values()) assertEquals(channel, Channel.ofText(channel.text()));
    assertNull(Channel.ofText("Direct"));
  }
}
