package dev.tippen.event;

import org.jspecify.annotations.Nullable;

/// What an event tells beyond its texts, found out when it came in.
///
/// @param device null if the user agent says nothing
/// @param place null if not even the country is known
/// @param arrival null unless it is a page view
/// @param network null if nothing tells who runs it
/// @param marks bits of [Mark]
public record Facts(
    @Nullable Device device,
    @Nullable Place place,
    @Nullable Arrival arrival,
    @Nullable Network network,
    int marks) {
  public static final Facts NONE = new Facts(null, null, null, null, 0);

  /// @param systemVersion null where browsers say a frozen one
  public record Device(
      String browser,
      @Nullable String browserVersion,
      String system,
      @Nullable String systemVersion,
      DeviceClass deviceClass) {}

  /// @param countryCode ISO 3166-1 alpha-2, upper case
  public record Place(
      String countryCode, @Nullable String region, @Nullable String city, PlaceSource source) {}

  /// How the visitor came to the page.
  ///
  /// @param source name for people, such as `Google` or a host; null for direct visits
  public record Arrival(Channel channel, @Nullable String source, Campaign campaign) {}

  /// What the page's address says, the parameters `utm_source` and so on.
  public record Campaign(
      @Nullable String source,
      @Nullable String medium,
      @Nullable String name,
      @Nullable String term,
      @Nullable String content) {
    public static final Campaign NONE = new Campaign(null, null, null, null, null);
  }

  /// @param asn number of the autonomous system, 0 if unknown
  /// @param organisation that runs it or that it is given to
  public record Network(long asn, String organisation, NetworkClass networkClass) {}

  public boolean has(Mark mark) {
    return (marks & mark.bit()) != 0;
  }
}
