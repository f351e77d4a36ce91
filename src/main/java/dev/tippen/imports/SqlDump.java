package dev.tippen.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the rows of some tables out of SQL text as `sqlite3 .dump` and `wrangler d1 export` write
/// it, without running any of it: the columns that `CREATE TABLE` names and the literal values of
/// `INSERT INTO ... VALUES`. Every other statement is passed over and counted. For one thread.
final class SqlDump {
  /// Of a statement; longer ones are passed over without being held.
  private static final int STATEMENT_MAX_BYTES = 1024 * 1024;

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int COLUMNS_MAX = 100;

  private final InputStream in;
  private final Set<String> wanted;
  private final Map<String, List<String>> columns = new HashMap<>();
  private long read;
  private long passedOver;
  private boolean tooLong;
  private boolean inTrigger;
  private int next = -2;

  /// Takes the rows.
  interface Rows {
    /// @param table in lower case
    /// @param row values by the name of their column in lower case; what is missing was null
    void row(String table, Map<String, String> row) throws IOException;

    /// A row of a wanted table that can't be read.
    void unreadable(String table) throws IOException;
  }

  /// @param wanted names of tables in lower case
  SqlDump(InputStream in, Set<String> wanted) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.wanted = wanted;
  }

  /// Reads to the end.
  ///
  /// @return how many statements were passed over
  long read(Rows rows) throws IOException {
    for (byte[] s = statement(); s != null; s = statement()) {
      if (tooLong) {
        passedOver++;
        continue;
      }
      String text = text(s);
      Statement statement = new Statement(text);
      if (inTrigger) {
        inTrigger = !statement.isEnd();
        passedOver++;
      } else if (statement.isTrigger()) {
        // Semicolons within it end nothing of the dump's own.
        inTrigger = true;
        passedOver++;
      } else if (!statement.run(rows)) {
        passedOver++;
      }
    }
    return passedOver;
  }

  long readBytes() {
    return read;
  }

  private static String text(byte[] utf8) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE)
        .decode(ByteBuffer.wrap(utf8))
        .toString();
  }

  /// The bytes up to the next semicolon that stands outside of texts and comments, without
  /// comments; null at the end.
  private byte @Nullable [] statement() throws IOException {
    Buffer out = new Buffer();
    tooLong = false;
    boolean any = false;
    for (int b = byteOf(); b >= 0; b = byteOf()) {
      if (b == ';') {
        if (any) return out.bytes();
        continue;
      }
      if (b == '-' && peek() == '-') {
        while (b >= 0 && b != '\n') b = byteOf();
        out.add(' ');
      } else if (b == '/' && peek() == '*') {
        byteOf();
        int before = 0;
        for (b = byteOf(); b >= 0 && !(before == '*' && b == '/'); b = byteOf()) before = b;
        out.add(' ');
      } else if (b == '\'' || b == '"' || b == '`' || b == '[') {
        any = true;
        int end = b == '[' ? ']' : b;
        out.add(b);
        for (b = byteOf(); b >= 0; b = byteOf()) {
          out.add(b);
          if (b != end) continue;
          if (end == ']' || peek() != end) break;
          out.add(byteOf());
        }
      } else {
        if (b > ' ') any = true;
        out.add(b);
      }
    }
    return any ? out.bytes() : null;
  }

  private int byteOf() throws IOException {
    int b = next == -2 ? in.read() : next;
    next = -2;
    if (b >= 0) read++;
    return b;
  }

  private int peek() throws IOException {
    if (next == -2) next = in.read();
    return next;
  }

  private final class Buffer {
    private byte[] bytes = new byte[1024];
    private int length;

    void add(int b) {
      if (length == bytes.length) {
        if (length >= STATEMENT_MAX_BYTES) {
          tooLong = true;
          return;
        }
        bytes = java.util.Arrays.copyOf(bytes, length * 2);
      }
      bytes[length++] = (byte) b;
    }

    byte[] bytes() {
      return java.util.Arrays.copyOf(bytes, length);
    }
  }

  /// One statement, read from its beginning.
  private final class Statement {
    private final String sql;
    private int at;

    Statement(String sql) {
      this.sql = sql;
    }

    boolean isTrigger() {
      boolean create = word().equals("create");
      String what = word();
      if (what.equals("temp") || what.equals("temporary")) what = word();
      at = 0;
      return create && what.equals("trigger");
    }

    boolean isEnd() {
      boolean end = word().equals("end");
      blanks();
      boolean all = at == sql.length();
      at = 0;
      return end && all;
    }

    /// @return false if it is none that is wanted
    boolean run(Rows rows) throws IOException {
      String verb = word();
      if (verb.equals("create")) return create();
      if (!verb.equals("insert") && !verb.equals("replace")) return false;
      String then = word();
      if (then.equals("or")) {
        word();
        then = word();
      }
      if (!then.equals("into")) return false;
      String table = table();
      if (table == null || !wanted.contains(table)) return false;
      List<String> names = columns.getOrDefault(table, List.of());
      if (peekSign('(')) {
        List<String> listed = names();
        if (listed == null) return false;
        names = listed;
      }
      if (!word().equals("values")) return false;
      do {
        Map<String, String> row = values(names);
        if (row == null) {
          rows.unreadable(table);
          return true;
        }
        rows.row(table, row);
      } while (sign(','));
      return true;
    }

    private boolean create() {
      if (!word().equals("table")) return false;
      int before = at;
      if (word().equals("if")) {
        word();
        word();
      } else {
        at = before;
      }
      String table = table();
      if (table == null || !wanted.contains(table) || !sign('(')) return false;
      List<String> names = new ArrayList<>();
      while (names.size() < COLUMNS_MAX) {
        String name = name();
        if (name == null) return false;
        // What follows the columns holds for the table.
        if (!CONSTRAINTS.contains(name)) names.add(name);
        if (!skipDefinition()) break;
      }
      columns.putIfAbsent(table, names);
      return true;
    }

    /// Passes over the rest of a column's definition.
    ///
    /// @return whether another one follows
    private boolean skipDefinition() {
      int depth = 0;
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
          if (quoted() == null) return false;
          continue;
        }
        at++;
        if (c == '(') depth++;
        if (c == ')' && depth-- == 0) return false;
        if (c == ',' && depth == 0) return true;
      }
      return false;
    }

    /// The name of a table, without that of its database.
    private @Nullable String table() {
      String name = name();
      return name != null && sign('.') ? name() : name;
    }

    private @Nullable String name() {
      blanks();
      if (at >= sql.length()) return null;
      char c = sql.charAt(at);
      if (c == '"' || c == '`' || c == '[' || c == '\'') {
        String quoted = quoted();
        return quoted == null ? null : quoted.toLowerCase(Locale.ROOT);
      }
      String word = word();
      return word.isEmpty() ? null : word;
    }

    private @Nullable List<String> names() {
      sign('(');
      List<String> names = new ArrayList<>();
      do {
        String name = name();
        if (name == null || names.size() == COLUMNS_MAX) return null;
        names.add(name);
      } while (sign(','));
      return sign(')') ? names : null;
    }

    private @Nullable Map<String, String> values(List<String> names) {
      if (!sign('(')) return null;
      Map<String, String> row = new HashMap<>();
      int i = 0;
      do {
        Value value = value(0);
        if (value == null || i >= names.size()) return null;
        if (value.text != null) row.put(names.get(i), value.text);
        i++;
      } while (sign(','));
      return sign(')') && i == names.size() ? row : null;
    }

    /// @return null if it is no literal
    private @Nullable Value value(int depth) {
      blanks();
      if (at >= sql.length() || depth > 4) return null;
      char c = sql.charAt(at);
      if (c == '\'') {
        String text = quoted();
        return text == null ? null : new Value(text);
      }
      if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9')) return number();
      String word = word();
      return switch (word) {
        case "null" -> new Value(null);
        case "true" -> new Value("1");
        case "false" -> new Value("0");
        // What no text is kept of.
        case "x" -> quoted() == null ? null : new Value(null);
        case "replace" -> replaced(depth);
        case "char" -> character();
        case "unistr" -> unistr(depth);
        default -> null;
      };
    }

    private @Nullable Value number() {
      int from = at;
      while (at < sql.length() && "+-.0123456789eE".indexOf(sql.charAt(at)) >= 0) at++;
      return new Value(sql.substring(from, at));
    }

    /// `replace('a\nb','\n',char(10))`, as the dump writes lines within texts.
    private @Nullable Value replaced(int depth) {
      if (!sign('(')) return null;
      Value text = value(depth + 1);
      if (text == null || !sign(',')) return null;
      Value part = value(depth + 1);
      if (part == null || !sign(',')) return null;
      Value by = value(depth + 1);
      if (by == null || !sign(')')) return null;
      if (text.text == null || part.text == null || by.text == null || part.text.isEmpty()) {
        return text;
      }
      // A short part and a long replacement would make more than was in the file.
      if (by.text.length() > part.text.length()) return null;
      return new Value(text.text.replace(part.text, by.text));
    }

    private @Nullable Value character() {
      if (!sign('(')) return null;
      Value code = value(4);
      if (code == null || code.text == null || !sign(')')) return null;
      if (!code.text.matches("\\d{1,6}")) return null;
      int point = Integer.parseInt(code.text);
      return Character.isValidCodePoint(point) ? new Value(Character.toString(point)) : null;
    }

    /// The function by which newer dumps write control characters, as a backslash, `u` and four
    /// digits.
    private @Nullable Value unistr(int depth) {
      if (!sign('(')) return null;
      Value escaped = value(depth + 1);
      if (escaped == null || escaped.text == null || !sign(')')) return null;
      String text = escaped.text;
      StringBuilder out = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != '\\' || i + 1 == text.length()) {
          out.append(c);
          continue;
        }
        int digits = text.charAt(i + 1) == 'u' ? 4 : 0;
        if (digits == 0 || i + 2 + digits > text.length()) {
          out.append(text.charAt(++i));
          continue;
        }
        try {
          out.append((char) Integer.parseInt(text, i + 2, i + 2 + digits, 16));
        } catch (NumberFormatException _) {
          return null;
        }
        i += 1 + digits;
      }
      return new Value(out.toString());
    }

    /// A text or name in its quotation marks, which are doubled within.
    private @Nullable String quoted() {
      blanks();
      if (at >= sql.length()) return null;
      char open = sql.charAt(at);
      if (open != '\'' && open != '"' && open != '`' && open != '[') return null;
      char end = open == '[' ? ']' : open;
      StringBuilder text = new StringBuilder();
      for (at++; at < sql.length(); at++) {
        char c = sql.charAt(at);
        if (c != end) {
          text.append(c);
        } else if (end != ']' && at + 1 < sql.length() && sql.charAt(at + 1) == end) {
          text.append(c);
          at++;
        } else {
          at++;
          return text.toString();
        }
      }
      return null;
    }

    /// The next word in lower case, empty if something else follows.
    private String word() {
      blanks();
      int from = at;
      while (at < sql.length() && isWord(sql.charAt(at))) at++;
      return sql.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private static boolean isWord(char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private boolean peekSign(char sign) {
      blanks();
      return at < sql.length() && sql.charAt(at) == sign;
    }

    private boolean sign(char sign) {
      if (!peekSign(sign)) return false;
      at++;
      return true;
    }

    private void blanks() {
      while (at < sql.length() && sql.charAt(at) <= ' ') at++;
    }
  }

  private static final Set<String> CONSTRAINTS =
      Set.of("constraint", "primary", "unique", "check", "foreign");

  /// @param text null for NULL, and for what is no text
  private record Value(@Nullable String text) {}
}
