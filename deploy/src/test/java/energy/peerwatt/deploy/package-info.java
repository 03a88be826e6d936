/** End-to-end tests: the real programs, started as a user starts them, checked from outside. */
@NullMarked
package energy.peerwatt.deploy;

import org.jspecify.annotations.NullMarked;
