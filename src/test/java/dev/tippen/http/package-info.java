@NullMarked
package dev.tippen.http;

import org.jspecify.annotations.NullMarked;
