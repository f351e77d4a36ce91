package dev.tippen.ingest;

import dev.tippen.bench.Micro;
import dev.tippen.bench.load.EventRequest;
import dev.tippen.event.ApiKey;
import org.openjdk.jmh.annotations.Benchmark;

/// From the bytes of a body, as the tracker sends them, to its fields.
public class TrackDecoderBench extends Micro {
  private final TrackDecoder decoder = new TrackDecoder(65_536);
  private final byte[] body = new EventRequest("/track/visitor", 0, ApiKey.DEMO_TEXT, 1).body();

  @Benchmark
  public Object decode() throws BadBody {
    return decoder.decode(body);
  }
}
