package dev.tippen.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `website_event.csv` of Umami, alone or in its export: one row a page view or custom event. Its
/// sessions are visitors here; visits are found anew by our own rule. Properties of custom events
/// come from `event_data.csv` beside it.
final class UmamiSource implements RowSource {
  private static final String EVENTS = "website_event";
  private static final String DATA = "event_data";
  private static final String PAGE_VIEW = "1";
  private static final String CUSTOM = "2";
  private static final List<String> TAGS =
      List.of("source", "medium", "campaign", "term", "content");
  private static final List<String> CLICK_IDS =
      List.of("gclid", "fbclid", "msclkid", "ttclid", "li_fat_id", "twclid");

  /// Names of `detect-browser`, which Umami uses.
  private static final Map<String, String> BROWSERS =
      Map.ofEntries(
          Map.entry("chrome", "Chrome"),
          Map.entry("crios", "Chrome"),
          Map.entry("chromium-webview", "Android WebView"),
          Map.entry("edge", "Edge"),
          Map.entry("edge-chromium", "Edge"),
          Map.entry("edge-ios", "Edge"),
          Map.entry("firefox", "Firefox"),
          Map.entry("fxios", "Firefox"),
          Map.entry("safari", "Safari"),
          Map.entry("ios", "Safari"),
          Map.entry("ios-webview", "iOS WebView"),
          Map.entry("android", "Android Browser"),
          Map.entry("samsung", "Samsung Internet"),
          Map.entry("opera", "Opera"),
          Map.entry("opera-mini", "Opera Mini"),
          Map.entry("ie", "Internet Explorer"),
          Map.entry("yandexbrowser", "Yandex Browser"),
          Map.entry("facebook", "Facebook"),
          Map.entry("instagram", "Instagram"),
          Map.entry("silk", "Silk"),
          Map.entry("miui", "MIUI Browser"),
          Map.entry("kakaotalk", "KakaoTalk"));

  private final SourceFiles files;
  private final CsvTable events;
  private final long bytes;
  private final @Nullable Properties properties;

  UmamiSource(Path source, Path scratch) throws IOException {
    files = SourceFiles.open(source);
    try {
      SourceFiles.File file = files.find(EVENTS);
      if (file == null && files.files().size() == 1) file = files.files().getFirst();
      if (file == null) {
        throw new SourceException(source.getFileName() + " holds no website_event.csv");
      }
      bytes = Math.max(1, file.bytes());
      events = new CsvTable(file.name(), files.read(file));
      events.require("session_id", "created_at", "event_type", "url_path");
      SourceFiles.File data = files.find(DATA);
      properties = data == null ? null : Properties.read(files, data, scratch);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (!events.next()) return null;
    String type = events.get("event_type");
    if (!PAGE_VIEW.equals(type) && !CUSTOM.equals(type)) {
      return Lines.skipped(type == null ? SkipReason.FIELD_INVALID : SkipReason.TYPE_UNKNOWN);
    }
    ObjectNode line = Lines.object();
    put(line, "time", "created_at");
    String session = events.get("session_id");
    if (session != null) line.put("visitorId", "umami_" + session);
    String eventId = events.get("event_id");
    if (eventId != null) line.put("eventId", "umami-" + eventId);
    if (CUSTOM.equals(type)) {
      String name = events.get("event_name");
      if (name == null) return Lines.skipped(SkipReason.FIELD_INVALID);
      line.put("event", name);
      if (properties != null && eventId != null) properties.addTo(line, eventId);
    }
    Lines.put(line, "url", url());
    Lines.put(line, "referrer", referrer());
    put(line, "title", "page_title");
    put(line, "website", "hostname");
    put(line, "screen", "screen");
    put(line, "language", "language");
    put(line, "country", "country");
    Lines.put(line, "region", region());
    put(line, "city", "city");
    device(line);
    return Lines.of(line);
  }

  private void put(ObjectNode line, String field, String column) {
    Lines.put(line, field, events.get(column));
  }

  private @Nullable String url() {
    String path = events.get("url_path");
    if (path == null) return null;
    String query = query();
    String host = events.get("hostname");
    String rooted = path.startsWith("/") ? path : "/" + path;
    String url = host == null ? rooted : "https://" + host + rooted;
    return query.isEmpty() ? url : url + "?" + query;
  }

  /// Newer versions keep campaigns and click ids in columns of their own, also where they took them
  /// out of the query.
  private String query() {
    String given = events.get("url_query");
    StringBuilder query = new StringBuilder(given == null ? "" : given);
    if (query.indexOf("?") == 0) query.deleteCharAt(0);
    for (String tag : TAGS) add(query, "utm_" + tag);
    for (String id : CLICK_IDS) add(query, id);
    return query.toString();
  }

  private void add(StringBuilder query, String parameter) {
    String value = events.get(parameter);
    if (value == null || query.indexOf(parameter + "=") >= 0) return;
    if (!query.isEmpty()) query.append('&');
    query
        .append(parameter)
        .append('=')
        .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8));
  }

  private @Nullable String referrer() {
    String host = events.get("referrer_domain");
    if (host == null) return null;
    String path = events.get("referrer_path");
    String query = events.get("referrer_query");
    String rooted = path == null ? "/" : path.startsWith("/") ? path : "/" + path;
    return "https://" + host + rooted + (query == null ? "" : "?" + query);
  }

  /// As ISO has it, `DE-BE`: our own files name regions, theirs number them.
  private @Nullable String region() {
    return events.get("subdivision1", "region");
  }

  private void device(ObjectNode line) {
    String browser = events.get("browser");
    if (browser != null) {
      line.put("browser", BROWSERS.getOrDefault(browser.toLowerCase(Locale.ROOT), browser));
    }
    String os = events.get("os");
    String device = events.get("device");
    String form = device == null ? "" : device.toLowerCase(Locale.ROOT);
    switch (form) {
      case "desktop", "laptop" -> line.put("device", "desktop");
      case "mobile" -> line.put("device", "phone");
      case "tablet" -> line.put("device", "tablet");
      default -> {}
    }
    if (os == null) return;
    String lower = os.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows phone") || lower.startsWith("windows mobile")) {
      line.put("system", "Windows Phone");
    } else if (lower.startsWith("windows")) {
      line.put("system", "Windows");
      Lines.put(line, "systemVersion", os.substring("windows".length()).strip());
    } else if (lower.equals("mac os") || lower.equals("macos") || lower.equals("os x")) {
      line.put("system", "macOS");
    } else if (lower.startsWith("android")) {
      line.put("system", "Android");
    } else if (lower.equals("ios")) {
      line.put("system", form.equals("tablet") ? "iPadOS" : "iOS");
    } else if (lower.equals("chrome os")) {
      line.put("system", "ChromeOS");
    } else {
      line.put("system", os);
    }
  }

  @Override
  public double progress() {
    return Math.min(1, (double) events.readBytes() / bytes);
  }

  @Override
  public void close() throws IOException {
    if (properties != null) properties.close();
    events.close();
    files.close();
  }

  /// Properties by event, in a file for the time of the import: there may be many.
  private static final class Properties {
    private static final int PER_EVENT_MAX = dev.tippen.event.FieldLimits.PROPERTIES_MAX;
    private static final String NUMBER = "2";
    private static final String BOOLEAN = "3";

    private final Connection connection;
    private final PreparedStatement find;

    private Properties(Connection connection) throws SQLException {
      this.connection = connection;
      find =
          connection.prepareStatement(
              "SELECT name, value, type FROM properties WHERE event_id = ? LIMIT " + PER_EVENT_MAX);
    }

    static @Nullable Properties read(SourceFiles files, SourceFiles.File file, Path scratch)
        throws IOException {
      Path database = Files.createTempFile(scratch, "properties", ".db");
      try (CsvTable table = new CsvTable(file.name(), files.read(file))) {
        table.require("event_id", "data_key");
        Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
        try {
          fill(c, table);
          return new Properties(c);
        } catch (SQLException | IOException | RuntimeException e) {
          c.close();
          throw e;
        }
      } catch (SQLException e) {
        throw new IOException("properties can't be kept aside: " + e.getMessage(), e);
      } catch (SourceException e) {
        // An export without properties has an empty file.
        if (file.bytes() < 3) return null;
        throw e;
      }
    }

    private static void fill(Connection c, CsvTable table) throws SQLException, IOException {
      try (Statement s = c.createStatement()) {
        s.execute("PRAGMA journal_mode=OFF");
        s.execute("PRAGMA synchronous=OFF");
        s.execute("CREATE TABLE properties (event_id TEXT, name TEXT, value TEXT, type TEXT)");
        c.setAutoCommit(false);
        try (PreparedStatement p =
            c.prepareStatement("INSERT INTO properties VALUES (?, ?, ?, ?)")) {
          while (table.next()) {
            String number = table.get("number_value");
            String text = table.get("string_value");
            p.setString(1, table.get("event_id"));
            p.setString(2, table.get("data_key"));
            p.setString(3, text != null ? text : number != null ? number : table.get("date_value"));
            p.setString(4, table.get("data_type"));
            p.executeUpdate();
          }
        }
        s.execute("CREATE INDEX of_event ON properties (event_id)");
        c.commit();
      }
    }

    void addTo(ObjectNode line, String eventId) throws IOException {
      try {
        find.setString(1, eventId);
        ObjectNode all = Lines.object();
        try (ResultSet r = find.executeQuery()) {
          while (r.next()) put(all, r.getString(1), r.getString(2), r.getString(3));
        }
        if (!all.isEmpty()) line.set("properties", all);
      } catch (SQLException e) {
        throw new IOException("properties can't be read: " + e.getMessage(), e);
      }
    }

    private static void put(
        ObjectNode all, @Nullable String name, @Nullable String value, @Nullable String type) {
      if (name == null || value == null) return;
      String key =
          dev.tippen.event.CleanText.cut(
              name, dev.tippen.event.FieldLimits.PROPERTY_NAME_MAX_CHARS);
      if (BOOLEAN.equals(type)) {
        all.put(key, value.equals("true") || value.equals("1"));
      } else if (NUMBER.equals(type) && value.matches("-?\\d{1,18}(\\.\\d{1,12})?")) {
        all.put(key, new java.math.BigDecimal(value).stripTrailingZeros());
      } else {
        all.put(key, value);
      }
    }

    void close() throws IOException {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IOException("properties can't be closed: " + e.getMessage(), e);
      }
    }
  }
}
