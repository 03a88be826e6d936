/** Serving the single-page app. */
@NullMarked
package energy.peerwatt.web.page;

import org.jspecify.annotations.NullMarked;
