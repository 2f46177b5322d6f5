/** Configuration files: read, checked, handed to Configuration Admin. */
package solo.core.config;
