package dev.tippen.live;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.CommitListener.Committed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who is on the site of one key now, and the dashboards that watch it. Owned by the live thread.
///
/// Dashboards hear of a visitor at most every `updateIntervalMs` and always of the last state. When
/// so many change at once that single updates would drown a browser, and whenever somebody left,
/// they get the list of the newest instead, at most every `listIntervalMs`.
final class Board {
  /// More changed visitors than this in one go are told by a list.
  private static final int UPDATES_MAX_PER_FLUSH = 200;

  private static final short CLOSE_POLICY = 1008;

  private final Config.Live limits;
  private final Presence presence;
  private final LiveMessages messages;

  /// In the order of their last event, oldest first.
  private final LinkedHashMap<String, PresentVisitor> visitors =
      new LinkedHashMap<>(16, 0.75f, true);

  private final Set<PresentVisitor> changed = new LinkedHashSet<>();
  private final Set<Dashboard> dashboards = new LinkedHashSet<>();
  private boolean listWanted;
  private long listSentMs;

  Board(Config.Live limits, Presence presence, LiveMessages messages) {
    this.limits = limits;
    this.presence = presence;
    this.messages = messages;
  }

  /// @return the visitor that arrived or whose state changed; null if the event tells of nobody
  ///   present
  @Nullable PresentVisitor apply(Committed committed) {
    TrackedEvent e = committed.event();
    PresentVisitor visitor = visitors.get(e.visitorId());
    if (visitor == null) {
      // An exit of somebody who is not here, or who was never here, brings nobody back; nor does
      // what we learn of them.
      if (e.kind() == EventKind.EXIT || e.kind().isOurs()) return null;
      visitor = new PresentVisitor(e);
      visitors.put(e.visitorId(), visitor);
    }
    visitor.apply(committed);
    changed.add(visitor);
    return visitor;
  }

  void changed(PresentVisitor visitor) {
    changed.add(visitor);
  }

  int size() {
    return visitors.size();
  }

  boolean isEmpty() {
    return visitors.isEmpty() && dashboards.isEmpty();
  }

  /// Takes off the board who is gone, and the longest silent ones when it is too full.
  ///
  /// @return those who left
  List<PresentVisitor> sweep(long nowMs, int visitorsMax) {
    List<PresentVisitor> left = new ArrayList<>();
    int surplus = visitors.size() - visitorsMax;
    for (Iterator<PresentVisitor> i = visitors.values().iterator(); i.hasNext(); ) {
      PresentVisitor v = i.next();
      if (surplus > 0 || v.isGone(presence, nowMs)) {
        surplus--;
        i.remove();
        left.add(v);
      }
    }
    if (!left.isEmpty()) {
      left.forEach(changed::remove);
      listWanted = true;
    }
    return left;
  }

  int dashboards() {
    return dashboards.size();
  }

  void open(Dashboard dashboard, long nowMs) {
    dashboards.add(dashboard);
    dashboard.send(list("INITIAL_VISITORS", nowMs));
  }

  void close(Dashboard dashboard) {
    dashboards.remove(dashboard);
  }

  void closeExcept(Predicate<ApiKey> usable) {
    for (Dashboard d : dashboards) {
      if (!usable.test(d.key())) d.close(CLOSE_POLICY, "the key was revoked");
    }
  }

  void sendList(Dashboard dashboard, long nowMs) {
    if (dashboards.contains(dashboard)) dashboard.send(list("VISITOR_LIST", nowMs));
  }

  /// Tells the dashboards what is due.
  void flush(long nowMs) {
    if (dashboards.isEmpty()) {
      changed.clear();
      listWanted = false;
      return;
    }
    if (changed.size() > UPDATES_MAX_PER_FLUSH) listWanted = true;
    if (listWanted) {
      if (nowMs - listSentMs >= limits.listIntervalMs()) {
        listSentMs = nowMs;
        listWanted = false;
        changed.clear();
        sendToAll(list("VISITOR_LIST", nowMs));
        return;
      }
      if (changed.size() > UPDATES_MAX_PER_FLUSH) return;
    }
    for (Iterator<PresentVisitor> i = changed.iterator(); i.hasNext(); ) {
      PresentVisitor v = i.next();
      if (nowMs - v.sentMs < limits.updateIntervalMs()) continue;
      v.sentMs = nowMs;
      i.remove();
      sendToAll(messages.update(v, visitors.size(), nowMs));
    }
  }

  void keepAlive(long nowMs, long pingEveryMs, long silentMaxMs) {
    for (Dashboard d : dashboards) d.keepAlive(nowMs, pingEveryMs, silentMaxMs);
  }

  private void sendToAll(String text) {
    for (Dashboard d : dashboards) d.send(text);
  }

  private String list(String type, long nowMs) {
    List<PresentVisitor> newest = new ArrayList<>();
    for (Map.Entry<String, PresentVisitor> e : visitors.sequencedEntrySet().reversed()) {
      if (newest.size() == limits.listMaxVisitors()) break;
      newest.add(e.getValue());
    }
    return messages.list(type, newest, visitors.size(), nowMs);
  }
}
