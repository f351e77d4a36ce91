package dev.tippen.enrich.place;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.PlaceSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One opened .mmdb file. Safe for all threads; a look-up reads mapped memory. A damaged record is
/// counted and gives nothing.
///
/// What is mapped is a copy that is deleted at once: an owner who writes over the file in place
/// would otherwise take the memory away from under a look-up.
final class MmdbFile implements AutoCloseable {
  private static final int PROBED_RECORDS_MAX = 1_000;

  private final Reader reader;
  private final MmdbSchema schema;
  private final String type;
  private final Instant builtAt;
  private final boolean onlyIpv4;
  private final Gives gives;
  private final AtomicLong damaged = new AtomicLong();

  /// @param place null if there are no places in it
  private record Gives(@Nullable PlaceSource place, boolean network) {
    static final Gives NOTHING = new Gives(null, false);

    /// By the name of the type, in which vendors say what is inside: `GeoLite2-City`,
    /// `DBIP-ASN-Lite (compat=GeoLite2-ASN)`, `ipinfo country_asn.mmdb`.
    static Gives ofType(String databaseType) {
      String type = databaseType.toLowerCase(Locale.ROOT);
      boolean city =
          type.contains("city") || type.contains("location") || type.contains("enterprise");
      boolean both = type.startsWith("ipinfo") && type.contains("lite");
      boolean country = type.contains("country") || both;
      boolean network =
          type.contains("asn")
              || type.contains("isp")
              || type.contains("company")
              || type.contains("carrier")
              || both;
      return new Gives(
          city ? PlaceSource.CITY_FILE : country ? PlaceSource.COUNTRY_FILE : null, network);
    }
  }

  private MmdbFile(Reader reader, MmdbSchema schema) throws IOException {
    this.reader = reader;
    this.schema = schema;
    var metadata = reader.getMetadata();
    type = metadata.databaseType();
    builtAt = metadata.buildTime();
    onlyIpv4 = metadata.ipVersion() == 4;
    gives = probe(Gives.ofType(type));
  }

  /// Opens a file and looks into its first records. Blocks on the disk.
  ///
  /// @throws IOException if it can't be read, is no .mmdb file, or has nothing we know in it
  static MmdbFile open(Path file, MmdbSchema schema) throws IOException {
    Path copy = Files.createTempFile("tippen-", ".mmdb");
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      Reader reader = new Reader(copy.toFile(), Reader.FileMode.MEMORY_MAPPED, new CHMCache());
      try {
        return new MmdbFile(reader, schema);
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (RuntimeException | StackOverflowError e) {
      // The reader trusts sizes and pointers that a damaged file has wrong.
      throw new IOException("it is damaged: " + e, e);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /// What the file really has. An empty file has what its type says.
  private Gives probe(Gives byType) throws IOException {
    boolean known = !byType.equals(Gives.NOTHING);
    Iterator<? extends DatabaseRecord<?>> records = records();
    for (int i = 0; i < PROBED_RECORDS_MAX && records.hasNext(); i++) {
      if (!(records.next().data() instanceof Map<?, ?> map)) continue;
      MmdbFields fields = new MmdbFields(map);
      Place place = schema.place(fields, PlaceSource.CITY_FILE);
      boolean network = schema.network(fields) != null;
      if (known && ((byType.place != null && place != null) || (byType.network && network))) {
        return byType;
      }
      if (!known && (place != null || network)) {
        PlaceSource source = place == null ? null : PlaceSource.CITY_FILE;
        return new Gives(source, network);
      }
    }
    if (known && !records().hasNext()) return byType;
    throw new IOException("its records (type '" + type + "') have neither places nor networks");
  }

  private Iterator<? extends DatabaseRecord<?>> records() throws IOException {
    try {
      return reader.networks(Map.class);
    } catch (InvalidNetworkException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  String type() {
    return type;
  }

  Instant builtAt() {
    return builtAt;
  }

  /// Records that could not be read.
  long damagedRecords() {
    return damaged.get();
  }

  boolean givesNetworks() {
    return gives.network;
  }

  boolean givesPlaces(PlaceSource source) {
    return gives.place == source;
  }

  /// Null if nothing is known.
  @Nullable Place place(IpAddress address) {
    PlaceSource source = gives.place;
    MmdbFields fields = source == null ? null : find(address);
    return fields == null || source == null ? null : schema.place(fields, source);
  }

  @Nullable Network network(IpAddress address) {
    MmdbFields fields = gives.network ? find(address) : null;
    return fields == null ? null : schema.network(fields);
  }

  private @Nullable MmdbFields find(IpAddress address) {
    if (onlyIpv4 && !address.isIpv4()) return null;
    try {
      Map<?, ?> map = reader.get(address.inetAddress(), Map.class);
      return map == null ? null : new MmdbFields(map);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      damaged.incrementAndGet();
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
