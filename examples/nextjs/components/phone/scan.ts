import jsQR from 'jsqr';
import { QR_ID } from '../login/qr-card';

/**
 * What a phone's camera would read from the code on this page: the pixels of the picture that is shown, not what the page knows about it.
 * @returns null when no code is on the screen, or it cannot be read
 */
export async function readCodeOnScreen(): Promise<string | null> {
  const picture = document.getElementById(QR_ID);
  if (!(picture instanceof HTMLImageElement)) return null;
  await picture.decode().catch(() => undefined);
  const { naturalWidth: width, naturalHeight: height } = picture;
  if (!width || !height) return null;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(picture, 0, 0);
  return jsQR(context.getImageData(0, 0, width, height).data, width, height)?.data ?? null;
}
