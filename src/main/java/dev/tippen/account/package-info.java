/// People and programs that read: owners, logins, secret keys, and the one tenancy check
/// ([dev.tippen.account.Access]) that every read passes.
@NullMarked
package dev.tippen.account;

import org.jspecify.annotations.NullMarked;
