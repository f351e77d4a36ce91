import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './FormDialog.module.css';
import '@mantine/core/styles/Modal.css';

interface FormDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question or a short form over the page. */
export function FormDialog({ opened, title, closeLabel, onClose, children }: FormDialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} centered classNames={{ content: styles.content }}>
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content>
        {/* Not Modal.Header: its <header> would be a second banner landmark of the page. */}
        <div className={styles.head}>
          <Modal.Title className={styles.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={closeLabel} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
