/**
 * What is pushed to pages while it happens, over the WebSocket {@code /ws/v1}: to each what is of
 * the area that it asks for with {@code ?area=2}, else of its person's first home, else of the
 * first area.
 *
 * <p>A message is {@code {"t": topic, "seq": number, "at": market time, "d": content}}; numbers of
 * a topic ascend, with gaps. The village alone is also sent in part: {@code after} is then the
 * number of the message that it builds on, which is always the last one that this page was sent.
 *
 * <p>{@link energy.peerwatt.web.live.LiveFeed} belongs to its stage's thread; the socket runs on
 * event loops.
 */
@NullMarked
package energy.peerwatt.web.live;

import org.jspecify.annotations.NullMarked;
