/**
 * Smart Message Language, as German meters send it on their optical interface: frames with escape
 * sequences and checksum, messages with checksum, lists of values with OBIS codes. Source: BSI
 * TR-03109-1, annex on the wired LMN interface, part b.
 *
 * <p>{@link energy.peerwatt.edge.format.sml.SmlFrames} finds the frames in a stream of bytes,
 * {@link energy.peerwatt.edge.format.sml.SmlFile} decodes one. Immutable values.
 */
@NullMarked
package energy.peerwatt.edge.format.sml;

import org.jspecify.annotations.NullMarked;
