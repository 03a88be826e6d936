/** Tests of signed records: recorded ones, and what must not pass. */
@NullMarked
package energy.peerwatt.edge.format.ocmf;

import org.jspecify.annotations.NullMarked;
