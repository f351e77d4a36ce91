package dev.tippen.enrich.place;

import dev.tippen.enrich.address.RangeCsv;
import dev.tippen.enrich.address.RangeCsv.MistakeException;
import dev.tippen.enrich.address.RangeCsv.MistakesException;
import dev.tippen.enrich.address.RangeTable;
import dev.tippen.enrich.place.DeclaredRange.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reads the owner's own table: range, company, domain, kind (`company`, `us` or `ignore`; the last
/// two columns may be missing).
final class DeclaredRanges {
  private static final int NAME_MAX_CHARS = 200;
  private static final int DOMAIN_MAX_CHARS = 253;

  private static final RangeCsv CSV =
      new RangeCsv(
          new RangeCsv.Limits(/* bytesMax= */ 32L << 20, /* rowsMax= */ 200_000),
          List.of("company", "domain", "kind"));

  private DeclaredRanges() {}

  /// Blocks on the disk.
  static RangeTable<DeclaredRange> read(Path file) throws IOException, MistakesException {
    return CSV.read(file, DeclaredRanges::range);
  }

  private static DeclaredRange range(RangeCsv.Row row) throws MistakeException {
    String domain = row.get("domain");
    if (domain != null && domain.length() > DOMAIN_MAX_CHARS) {
      throw new MistakeException("the domain is longer than " + DOMAIN_MAX_CHARS + " characters");
    }
    domain = domain == null ? null : domain.toLowerCase(Locale.ROOT);
    String company = row.get("company", "organisation", "organization", "name");
    if (company == null) company = domain;
    Kind kind = kind(row);
    if (company == null && kind == Kind.COMPANY)
      throw new MistakeException("the company is missing");
    if (company != null && company.length() > NAME_MAX_CHARS) {
      throw new MistakeException("the company is longer than " + NAME_MAX_CHARS + " characters");
    }
    return new DeclaredRange(row.range(), kind, company, domain);
  }

  private static Kind kind(RangeCsv.Row row) throws MistakeException {
    String kind = row.get("kind");
    if (kind == null) return Kind.COMPANY;
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "company" -> Kind.COMPANY;
      case "us" -> Kind.US;
      case "ignore" -> Kind.IGNORE;
      default -> throw new MistakeException("'" + kind + "' is none of company, us and ignore");
    };
  }
}
