/// Every setting of the server in one record tree, [dev.tippen.config.Config], read once at start
/// from defaults, a file, the environment and flags. A leaf: parts get only their own branch of the
/// tree.
@NullMarked
package dev.tippen.config;

import org.jspecify.annotations.NullMarked;
