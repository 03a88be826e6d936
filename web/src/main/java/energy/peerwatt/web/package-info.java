/** The market process; its parts are in the packages below. */
@NullMarked
package energy.peerwatt.web;

import org.jspecify.annotations.NullMarked;
