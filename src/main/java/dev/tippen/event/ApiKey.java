package dev.tippen.event;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The key of one site. It stands in the page's script and is therefore public: it may send events
/// from its origins and reads nothing unless its owner opened it for reading.
///
/// @param id row id in `api_keys`, at least 1
/// @param text the key itself: letters, digits, `_`, `-`, `.`, at most [#TEXT_MAX_CHARS]
/// @param website the site's host as its owner named it; informative, restricts nothing
/// @param origins origins such as `https://example.com` that may send; empty means any
/// @param openRead whether the key alone may read its visitors, like a public dashboard
/// @param organizationId the owner's organization, null for a key made on the command line
public record ApiKey(
    int id,
    String text,
    Type type,
    @Nullable String clientName,
    @Nullable String website,
    Status status,
    List<String> origins,
    boolean openRead,
    @Nullable Long organizationId) {

  public static final int TEXT_MAX_CHARS = 128;

  /// The key that the product's documentation uses; exists only where `--demo` made it.
  public static final String DEMO_TEXT = "test_1729800000000_abc123";

  public enum Type {
    CLIENT,
    DEMO,
    TEST;

    /// The spelling in SQL and JSON.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Status {
    ACTIVE,
    INACTIVE,
    REVOKED;

    /// The spelling in SQL and JSON.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ApiKey {
    origins = List.copyOf(origins);
  }

  public boolean active() {
    return status == Status.ACTIVE;
  }

  /// Whether a request from this `Origin` header may send events with the key. A request without
  /// the header comes from a server or from the same origin and passes.
  public boolean allowsOrigin(@Nullable String origin) {
    return origin == null || origins.isEmpty() || origins.contains(origin.toLowerCase(Locale.ROOT));
  }
}
