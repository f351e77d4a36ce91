package dev.tippen.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Inflates compressed bodies, never beyond their limit: a small body can hold a thousand times its
/// size.
final class Inflate {
  private Inflate() {}

  /// @return null if it inflates to more than `maxBytes`
  /// @throws IOException if it is no gzip
  static byte @Nullable [] gzip(byte[] body, int maxBytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(maxBytes + 1);
      return plain.length > maxBytes ? null : plain;
    }
  }
}
