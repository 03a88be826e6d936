/** Tests of the timetable and the pollers. */
@NullMarked
package energy.peerwatt.edge.poll;

import org.jspecify.annotations.NullMarked;
