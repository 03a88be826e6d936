/**
 * What people are told of what the market recorded about them: in the app, by mail and by web push.
 *
 * <p>{@link energy.peerwatt.web.notification.NotificationStage} looks for facts and writes
 * notifications with what is to be sent of them, then sends. Everything else is safe for use by
 * several threads.
 */
@NullMarked
package energy.peerwatt.web.notification;

import org.jspecify.annotations.NullMarked;
