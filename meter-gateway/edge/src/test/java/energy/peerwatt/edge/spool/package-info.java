/** Tests of the write-ahead log on real files, also with a process that is killed. */
@NullMarked
package energy.peerwatt.edge.spool;

import org.jspecify.annotations.NullMarked;
