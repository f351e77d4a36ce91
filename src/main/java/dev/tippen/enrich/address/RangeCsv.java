package dev.tippen.enrich.address;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a table of ranges from comma-separated text in UTF-8, as spreadsheets and `zip` archives
/// of address lists have it: `cidr,...` or `start,end,...`, with or without a first line of names.
/// Start and end are addresses, or whole numbers for IPv4. Values may be in double quotes. Empty
/// lines and lines that start with `#` are skipped. A file with a mistake in it is refused as a
/// whole.
public final class RangeCsv {
  private static final int LINE_MAX_CHARS = 4_096;
  private static final int MISTAKES_SHOWN_MAX = 5;
  private static final Set<String> NETWORK_NAMES = Set.of("cidr", "network", "range", "prefix");
  private static final Set<String> START_NAMES =
      Set.of("start", "start_ip", "range_start", "first");
  private static final Set<String> END_NAMES = Set.of("end", "end_ip", "range_end", "last");

  private final Limits limits;
  private final List<String> expectedColumns;

  /// What one file may cost.
  public record Limits(long bytesMax, int rowsMax) {}

  /// One line of the file.
  public static final class Row {
    private final IpAddress first;
    private final IpAddress last;
    private final String range;
    private final List<String> columns;
    private final List<String> values;

    Row(IpAddress first, IpAddress last, String range, List<String> columns, List<String> values) {
      this.first = first;
      this.last = last;
      this.range = range;
      this.columns = columns;
      this.values = values;
    }

    /// How many IPv4 addresses the range has.
    public long ipv4Addresses() {
      return first.isIpv4() ? last.low() - first.low() + 1 : 0;
    }

    /// The range as the file has it.
    public String range() {
      return range;
    }

    /// The value in the first of these columns that has one, null if none has.
    public @Nullable String get(String... names) {
      for (String name : names) {
        int column = columns.indexOf(name);
        if (column < 0 || column >= values.size()) continue;
        String value = values.get(column).strip();
        if (!value.isEmpty()) return value;
      }
      return null;
    }
  }

  /// What is wrong with a file, with the numbers of the lines.
  public static final class MistakesException extends Exception {
    private static final long serialVersionUID = 1;

    MistakesException(String message) {
      super(message);
    }
  }

  /// What is wrong with one line.
  public static final class MistakeException extends Exception {
    private static final long serialVersionUID = 1;

    public MistakeException(String message) {
      super(message);
    }
  }

  /// Makes the value of a row.
  @FunctionalInterface
  public interface RowReader<T> {
    /// @throws MistakeException if a value can't be used
    T read(Row row) throws MistakeException;
  }

  /// @param expectedColumns what follows the range where the file has no line of names
  public RangeCsv(Limits limits, List<String> expectedColumns) {
    this.limits = limits;
    this.expectedColumns = List.copyOf(expectedColumns);
  }

  /// Reads a file. Blocks on the disk.
  ///
  /// @throws MistakesException with the first lines that are wrong
  public <T> RangeTable<T> read(Path file, RowReader<T> reader)
      throws IOException, MistakesException {
    long bytes = Files.size(file);
    if (bytes > limits.bytesMax) {
      throw new MistakesException(
          "it has " + bytes + " bytes; allowed are " + limits.bytesMax + " bytes");
    }
    var utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (Reader in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), utf8))) {
      return read(in, reader);
    }
  }

  <T> RangeTable<T> read(Reader in, RowReader<T> reader) throws IOException, MistakesException {
    return new Reading<>(in, reader).table();
  }

  /// The state while one file is read.
  private final class Reading<T> {
    private final Reader in;
    private final RowReader<T> reader;
    private final RangeTable.Builder<T> table = new RangeTable.Builder<>();
    private final List<String> mistakes = new ArrayList<>();
    private int mistakesFound;
    private int lineNumber;
    private int rows;
    private long chars;
    private @Nullable List<String> names;
    private int rangeColumns;

    Reading(Reader in, RowReader<T> reader) {
      this.in = in;
      this.reader = reader;
    }

    RangeTable<T> table() throws IOException, MistakesException {
      try {
        for (String line = nextLine(); line != null; line = nextLine()) {
          if (line.isBlank() || line.startsWith("#")) continue;
          try {
            take(fields(line));
          } catch (MistakeException e) {
            mistake(e.getMessage());
          }
        }
      } catch (CharacterCodingException e) {
        throw new MistakesException("after line " + lineNumber + " it is not UTF-8");
      }
      if (mistakesFound > 0) throw new MistakesException(allMistakes());
      return table.build();
    }

    private void take(List<String> fields) throws MistakeException, MistakesException {
      List<String> columns = names;
      if (columns == null) {
        names = header(fields);
        if (names != null) return;
        columns = expected(fields);
        names = columns;
      }
      if (++rows > limits.rowsMax) {
        throw new MistakesException("it has more than " + limits.rowsMax + " ranges");
      }
      if (fields.size() < rangeColumns)
        throw new MistakeException("the end of the range is missing");
      Row row = row(fields, columns);
      table.add(row.first, row.last, reader.read(row));
    }

    /// The names in a first line of names, null if it is none.
    private @Nullable List<String> header(List<String> fields) {
      List<String> found = fields.stream().map(f -> f.strip().toLowerCase(Locale.ROOT)).toList();
      boolean network = NETWORK_NAMES.contains(found.getFirst());
      boolean bounds =
          found.size() > 1
              && START_NAMES.contains(found.getFirst())
              && END_NAMES.contains(found.get(1));
      rangeColumns = bounds ? 2 : 1;
      return network || bounds ? found : null;
    }

    private List<String> expected(List<String> fields) {
      boolean bounds = fields.size() > 1 && bound(fields.get(1).strip()) != null;
      rangeColumns = bounds && fields.getFirst().indexOf('/') < 0 ? 2 : 1;
      List<String> columns =
          new ArrayList<>(rangeColumns == 2 ? List.of("start", "end") : List.of("cidr"));
      columns.addAll(expectedColumns);
      return columns;
    }

    private Row row(List<String> fields, List<String> columns) throws MistakeException {
      String first = fields.getFirst().strip();
      if (rangeColumns == 1) {
        IpNetwork network = IpNetwork.parse(first);
        if (network == null) throw new MistakeException("'" + first + "' is no network");
        return new Row(network.first(), network.last(), network.toString(), columns, fields);
      }
      String last = fields.get(1).strip();
      IpAddress from = bound(first);
      IpAddress to = bound(last);
      if (from == null) throw new MistakeException("'" + first + "' is no address");
      if (to == null) throw new MistakeException("'" + last + "' is no address");
      if (!RangeTable.isRange(from, to)) {
        throw new MistakeException("'" + last + "' is before '" + first + "' or of another kind");
      }
      return new Row(from, to, from + " - " + to, columns, fields);
    }

    private @Nullable String nextLine() throws IOException, MistakesException {
      StringBuilder line = new StringBuilder();
      int c = in.read();
      if (c < 0) return null;
      lineNumber++;
      for (; c >= 0 && c != '\n'; c = in.read()) {
        if (++chars > limits.bytesMax) {
          throw new MistakesException("it grew over " + limits.bytesMax + " bytes");
        }
        if (line.length() == LINE_MAX_CHARS) {
          throw new MistakesException(
              "line " + lineNumber + " is longer than " + LINE_MAX_CHARS + " characters");
        }
        boolean byteOrderMark = c == 0xfeff && lineNumber == 1 && line.isEmpty();
        if (c != '\r' && !byteOrderMark) line.append((char) c);
      }
      return line.toString();
    }

    private void mistake(@Nullable String what) {
      mistakesFound++;
      if (mistakes.size() < MISTAKES_SHOWN_MAX) mistakes.add("line " + lineNumber + ": " + what);
    }

    private String allMistakes() {
      String shown = String.join("; ", mistakes);
      int more = mistakesFound - mistakes.size();
      return more == 0 ? shown : shown + "; and " + more + " more";
    }
  }

  /// An address, or the whole number that is an IPv4 address.
  private static @Nullable IpAddress bound(String text) {
    if (text.isEmpty() || text.length() > 10) return IpAddress.parse(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return IpAddress.parse(text);
    }
    long number = Long.parseLong(text);
    return number >>> IpAddress.IPV4_BITS == 0 ? IpAddress.ofIpv4(number) : null;
  }

  /// The values of a line. Quotes may stand around a whole value; a quote in it is doubled.
  private static List<String> fields(String line) throws MistakeException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < ' ' && c != '\t') throw new MistakeException("it has a control character");
      if (quoted) {
        boolean closes = c == '"' && (i + 1 == line.length() || line.charAt(i + 1) != '"');
        if (closes) {
          quoted = false;
        } else {
          field.append(c);
          if (c == '"') i++;
        }
      } else if (c == '"' && field.toString().isBlank()) {
        field.setLength(0);
        quoted = true;
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) throw new MistakeException("a quote is not closed");
    fields.add(field.toString());
    return fields;
  }
}
