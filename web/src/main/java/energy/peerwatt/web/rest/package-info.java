/**
 * The REST interface under {@code /api/v1}.
 *
 * <p>Resources return reactive results and never block. Failures become problem details in {@link
 * energy.peerwatt.web.rest.Problems} alone.
 */
@NullMarked
package energy.peerwatt.web.rest;

import org.jspecify.annotations.NullMarked;
