package dev.tippen.enrich.place;

import dev.tippen.enrich.address.RangeCsv;
import dev.tippen.enrich.address.RangeCsv.MistakesException;
import dev.tippen.enrich.address.RangeTable;
import dev.tippen.event.NetworkClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a table of the networks' owners: range, number of the autonomous system, organisation,
/// domain, class (the last two may be missing).
///
/// A table of all networks also tells how big they are: a "company" with more than
/// [#COMPANY_MAX_ADDRESSES] IPv4 addresses is an access network that no list of words knew, unless
/// the list of companies names it.
final class NetworkRanges {
  static final long COMPANY_MAX_ADDRESSES = 1 << 18;

  private static final RangeCsv CSV =
      new RangeCsv(
          new RangeCsv.Limits(/* bytesMax= */ 256L << 20, /* rowsMax= */ 2_000_000),
          List.of("asn", "organisation", "domain", "class"));

  private final MmdbSchema schema;
  private final NetworkNames names;
  private final Map<Network, Network> known = new HashMap<>();
  private final Map<Object, Long> addresses = new HashMap<>();

  private NetworkRanges(MmdbSchema schema, NetworkNames names) {
    this.schema = schema;
    this.names = names;
  }

  /// Blocks on the disk.
  static RangeTable<Network> read(Path file, MmdbSchema schema, NetworkNames names)
      throws IOException, MistakesException {
    NetworkRanges reading = new NetworkRanges(schema, names);
    RangeTable<Network> table = CSV.read(file, reading::network);
    Map<Network, Network> checked = new HashMap<>();
    return table.map(n -> checked.computeIfAbsent(n, reading::checkedForSize));
  }

  private Network network(RangeCsv.Row row) throws RangeCsv.MistakeException {
    String organisation =
        row.get("organisation", "organization", "as_organization", "as_name", "name", "org");
    if (organisation == null) throw new RangeCsv.MistakeException("the organisation is missing");
    String number = row.get("asn", "as_number", "autonomous_system_number");
    long asn = number == null ? 0 : MmdbFields.asn(number);
    if (number != null && asn == 0 && !number.equals("0")) {
      throw new RangeCsv.MistakeException("'" + number + "' is no number of a network");
    }
    String domain = row.get("domain", "as_domain");
    domain = domain == null ? null : domain.toLowerCase(Locale.ROOT);
    Network network =
        new Network(
            asn, organisation, organisation, domain, networkClass(row, organisation, domain));
    addresses.merge(sizeKey(network), row.ipv4Addresses(), Long::sum);
    return known.computeIfAbsent(network, n -> n);
  }

  private NetworkClass networkClass(RangeCsv.Row row, String organisation, @Nullable String domain)
      throws RangeCsv.MistakeException {
    String said = row.get("class", "type");
    if (said == null) return schema.byName(organisation, domain);
    NetworkClass typed = MmdbSchema.typed(said);
    if (typed == null)
      throw new RangeCsv.MistakeException("'" + said + "' is no class of networks");
    return typed;
  }

  private static Object sizeKey(Network network) {
    return network.asn() != 0 ? network.asn() : network.organisation();
  }

  private Network checkedForSize(Network network) {
    if (network.networkClass() != NetworkClass.BUSINESS) return network;
    if (addresses.getOrDefault(sizeKey(network), 0L) <= COMPANY_MAX_ADDRESSES) return network;
    if (names.isNamedCompany(network.organisation())) return network;
    return new Network(
        network.asn(), network.organisation(), network.isp(), network.domain(), NetworkClass.ISP);
  }
}
