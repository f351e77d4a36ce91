package dev.tippen.store;

import java.util.Arrays;

/// A set of longs other than 0 that only grows: open addressing with linear probing, at most half
/// full. 16 to 32 bytes an element; no object for any of them. Not safe for several threads.
public final class LongSet {
  private static final int SLOTS_MIN = 1024;

  private long[] slots = new long[SLOTS_MIN];
  private int size;

  /// @param value well-mixed bits, not 0
  /// @return false if it was there
  public boolean add(long value) {
    int at = slot(value);
    if (slots[at] == value) return false;
    slots[at] = value;
    if (++size > slots.length / 2) grow();
    return true;
  }

  public boolean contains(long value) {
    return slots[slot(value)] == value;
  }

  public int size() {
    return size;
  }

  /// Forgets all and gives large memory back.
  public void clear() {
    if (size == 0) return;
    size = 0;
    if (slots.length > SLOTS_MIN * 16) slots = new long[SLOTS_MIN];
    else Arrays.fill(slots, 0);
  }

  private int slot(long value) {
    int mask = slots.length - 1;
    int at = (int) (value ^ value >>> 32) & mask;
    while (slots[at] != 0 && slots[at] != value) at = at + 1 & mask;
    return at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long value : old) {
      if (value != 0) slots[slot(value)] = value;
    }
  }
}
