package dev.tippen.store;

/// The store that other tests use keeps the contract.
class MemoryLookupStoreTest extends LookupStoreContract {
  private final MemoryLookupStore store = new MemoryLookupStore();

  @Override
  protected LookupStore store() {
    return store;
  }
}
