import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { beginReplay, replayQuery } from '../shared/api/excluded';
import { isDay, lastDays } from '../shared/format/day';
import { plural } from '../shared/format/number';
import { FormDialog } from '../shared/ui/FormDialog';
import { Notice } from '../shared/ui/Notice';
import { reasonText } from './model/reasons';
import styles from './ReplayDialog.module.css';

/** What is to be counted after all. */
export interface ReplaySubject {
  readonly reason: string;
  /** one robot or company; null for all of the reason */
  readonly what: string | null;
  /** as listed, in the days that the page shows */
  readonly events: number;
}

interface ReplayDialogProps {
  readonly apiKey: string;
  readonly subject: ReplaySubject | null;
  readonly days: number;
  readonly onClose: () => void;
}

/** Asks before events are counted: that is not undone. */
export function ReplayDialog({ apiKey, subject, days, onClose }: ReplayDialogProps) {
  return (
    <FormDialog
      opened={subject !== null}
      onClose={onClose}
      title={subject === null ? '' : `Count after all: ${subjectName(subject)}`}
      closeLabel="Close the question"
    >
      {subject !== null && (
        <ReplayForm apiKey={apiKey} subject={subject} days={days} onClose={onClose} />
      )}
    </FormDialog>
  );
}

export function subjectName({ reason, what }: ReplaySubject): string {
  return what ?? reasonText(reason).name;
}

interface ReplayFormProps extends Omit<ReplayDialogProps, 'subject'> {
  readonly subject: ReplaySubject;
}

function ReplayForm({ apiKey, subject, days, onClose }: ReplayFormProps) {
  const queryClient = useQueryClient();
  const [range] = useState(() => lastDays(days, Date.now(), []));
  const [from, setFrom] = useState(range[0] ?? '');
  const [to, setTo] = useState(range.at(-1) ?? '');
  const backwards = isDay(from) && isDay(to) && from > to;
  const begin = useMutation({
    mutationFn: () => beginReplay(apiKey, { reason: subject.reason, what: subject.what, from, to }),
    onSuccess: (state) => {
      queryClient.setQueryData(replayQuery(apiKey).queryKey, state);
      void queryClient.invalidateQueries({ queryKey: ['replay', apiKey] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!backwards) begin.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={styles.text}>
        {plural(subject.events, 'event')} of the last {days} days. Each is counted once, with the
        time that it had, however often you ask. That can't be undone, and new ones stay excluded.
      </p>
      <div className={styles.days}>
        <TextInput
          label="From"
          type="date"
          required
          withAsterisk={false}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          label="To"
          type="date"
          required
          withAsterisk={false}
          value={to}
          error={backwards && 'This is before the first day.'}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      {begin.isError && <Notice tone="danger">{begin.error.message}</Notice>}
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={begin.isPending}>
          Count them
        </Button>
      </div>
    </form>
  );
}
