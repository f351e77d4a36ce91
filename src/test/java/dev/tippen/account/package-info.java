@NullMarked
package dev.tippen.account;

import org.jspecify.annotations.NullMarked;
