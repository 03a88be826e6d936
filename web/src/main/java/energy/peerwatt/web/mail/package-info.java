/**
 * Mails to people: by SMTP, or into the log while no server is configured.
 *
 * <p>Safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.mail;

import org.jspecify.annotations.NullMarked;
