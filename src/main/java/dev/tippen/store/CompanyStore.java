package dev.tippen.store;

import dev.tippen.event.CompanyDetails;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Treatment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The companies of each site, with what its owner corrected. All calls block on the database.
public interface CompanyStore {

  /// @param name what is shown
  /// @param sourceName what the source wrote, also where the owner chose another name
  /// @param mergedInto id of the company that stands for this one, 0 if it stands for itself
  /// @param toApply whether a correction has still to reach the visitors
  record StoredCompany(
      long id,
      int apiKeyId,
      String name,
      String sourceName,
      boolean nameByOwner,
      Treatment treatment,
      long mergedInto,
      CompanyDetails details,
      boolean toApply,
      long updatedAtMs) {}

  /// @param details its domain, if known, says which company it is; otherwise the name does
  /// @param byOwner whether the owner declares it: the name then replaces that of the source
  record NewCompany(int apiKeyId, String name, CompanyDetails details, boolean byOwner) {}

  /// What an owner changes; null leaves a thing as it is.
  ///
  /// @param name an empty one brings the source's name back
  /// @param mergedInto 0 undoes a merger for events to come
  record Correction(
      @Nullable String name, @Nullable Treatment treatment, @Nullable Long mergedInto) {}

  /// A company in the owner's list.
  record Listed(
      StoredCompany company, long visitors, long pageViews, @Nullable String lastSeenAt) {}

  /// A visitor of a company.
  ///
  /// @param source how the company is known; FALLBACK if the visitor bears the label of the unknown
  record Member(long rowId, String visitorId, @Nullable String website, CompanySource source) {}

  /// Finds the company or makes it. What is known of it is brought up to date by what is not null;
  /// a name that the owner chose stays.
  StoredCompany ensure(NewCompany company, long nowMs);

  @Nullable StoredCompany find(long id);

  /// Those that the owner corrected, then the newest, of all sites.
  List<StoredCompany> latest(int max);

  /// Companies of a site with visitors or corrections, most recently seen first.
  ///
  /// @param search part of a name or domain, null for all
  List<Listed> list(int apiKeyId, @Nullable String search, int limit, int offset);

  /// @return null if the site has no such company
  @Nullable StoredCompany correct(int apiKeyId, long id, Correction correction, long nowMs);

  List<StoredCompany> toApply(int max);

  /// Notes that the correction has reached all visitors, unless it was corrected again meanwhile.
  void applied(StoredCompany company);

  /// Visitors of a company in the order of their rows.
  List<Member> members(long companyId, long afterRowId, int max);

  /// Secrets for signing identities, by key id.
  Map<Integer, String> identitySecrets();

  void setIdentitySecret(int apiKeyId, String secret, long nowMs);
}
