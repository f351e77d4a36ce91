/// Who may send an event: the key, its state and the origins it is limited to.
@NullMarked
package dev.tippen.admission;

import org.jspecify.annotations.NullMarked;
