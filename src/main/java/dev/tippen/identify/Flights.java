package dev.tippen.identify;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The networks that are being asked about: each at most once. They wait for their turn, fly, or
/// are parked until a source wants to be asked again. All three are bounded. Not safe for threads:
/// [Lookups] locks.
final class Flights {
  static final int LISTENERS_MAX = 4_096;
  static final int LISTENERS_TOTAL_MAX = 100_000;
  static final int PARKED_MAX = 10_000;

  /// How often one flight may be parked.
  static final int PARKINGS_MAX = 8;

  private final int waitingMax;
  private final int flyingMax;
  private int listeners;

  /// In the order of the last request, the oldest first.
  private final LinkedHashMap<Prefix, Flight> waiting = new LinkedHashMap<>();

  private final Map<Prefix, Flight> flying = new HashMap<>();
  private final Map<Prefix, Flight> parked = new HashMap<>();
  private final PriorityQueue<Flight> parkedByDue =
      new PriorityQueue<>(Comparator.comparingLong((Flight f) -> f.dueAtMs));

  /// One network under way, with those who want to hear of it.
  static final class Flight {
    final Prefix prefix;
    final InetAddress address;
    final Map<String, Integer> pendings = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private int parkings;
    private long dueAtMs;

    private Flight(Prefix prefix, InetAddress address) {
      this.prefix = prefix;
      this.address = address;
    }

    List<Listener> listeners() {
      return List.copyOf(listeners);
    }
  }

  Flights(int waitingMax, int flyingMax) {
    this.waitingMax = waitingMax;
    this.flyingMax = flyingMax;
  }

  /// Adds a listener to the flight of the network, wherever it is.
  ///
  /// @return false if there is none
  boolean join(Prefix prefix, Listener listener) {
    Flight flight = flying.get(prefix);
    if (flight == null) flight = parked.get(prefix);
    if (flight == null) {
      flight = waiting.get(prefix);
      if (flight != null) waiting.putLast(prefix, flight);
    }
    if (flight == null) return false;
    listen(flight, listener);
    return true;
  }

  /// More than so many visitors behind one address: the rest see the answer at their next event.
  private void listen(Flight flight, Listener listener) {
    if (flight.listeners.size() >= LISTENERS_MAX || listeners >= LISTENERS_TOTAL_MAX) return;
    flight.listeners.add(listener);
    listeners++;
  }

  /// Lets a new flight wait.
  ///
  /// @return the flight that had waited longest and now lost its place, null if there was room
  @Nullable Flight add(Prefix prefix, InetAddress address, Listener listener) {
    Flight flight = new Flight(prefix, address);
    listen(flight, listener);
    waiting.putLast(prefix, flight);
    return dropOne();
  }

  private @Nullable Flight dropOne() {
    if (waiting.size() <= waitingMax) return null;
    Map.Entry<Prefix, Flight> oldest = waiting.pollFirstEntry();
    if (oldest == null) return null;
    listeners -= oldest.getValue().listeners.size();
    return oldest.getValue();
  }

  /// Whether [#take] would return something.
  boolean isReady(long nowMs) {
    Flight due = parkedByDue.peek();
    boolean any = !waiting.isEmpty() || due != null && due.dueAtMs <= nowMs;
    return any && flying.size() < flyingMax;
  }

  /// Starts flights: those that are due again, then the newest requests.
  List<Flight> take(int max, long nowMs) {
    List<Flight> taken = new ArrayList<>();
    while (taken.size() < max && flying.size() < flyingMax) {
      Flight flight = next(nowMs);
      if (flight == null) break;
      flying.put(flight.prefix, flight);
      taken.add(flight);
    }
    return taken;
  }

  private @Nullable Flight next(long nowMs) {
    Flight due = parkedByDue.peek();
    if (due != null && due.dueAtMs <= nowMs) {
      parkedByDue.poll();
      parked.remove(due.prefix);
      return due;
    }
    Map.Entry<Prefix, Flight> newest = waiting.pollLastEntry();
    return newest == null ? null : newest.getValue();
  }

  /// Ends a flight.
  void land(Flight flight) {
    flying.remove(flight.prefix);
    listeners -= flight.listeners.size();
  }

  /// Ends a flight for now.
  ///
  /// @return false if it was parked too often or too many are: it has landed for good
  boolean park(Flight flight, long dueAtMs) {
    if (flight.parkings >= PARKINGS_MAX || parked.size() >= PARKED_MAX) {
      land(flight);
      return false;
    }
    flying.remove(flight.prefix);
    flight.parkings++;
    flight.dueAtMs = dueAtMs;
    parked.put(flight.prefix, flight);
    parkedByDue.add(flight);
    return true;
  }

  int waiting() {
    return waiting.size();
  }

  int flying() {
    return flying.size();
  }

  int parked() {
    return parked.size();
  }
}
