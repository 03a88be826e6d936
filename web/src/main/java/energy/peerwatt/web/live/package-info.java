/**
 * What is pushed to pages while it happens, over the WebSocket {@code /ws/v1}: to each what is of
 * the area that it asks for with {@code ?area=2}, else of its person's first home, else of the
 * first area.
 *
 * <p>{@link energy.peerwatt.web.live.LiveFeed} belongs to its stage's thread; the socket runs on
 * event loops.
 */
@NullMarked
package energy.peerwatt.web.live;

import org.jspecify.annotations.NullMarked;
